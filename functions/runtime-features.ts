// What CloudFront's JavaScript runtime 2.0 has.
// Source: CloudFront Developer Guide, JavaScript runtime 2.0 features for CloudFront Functions; ES 5.1 in full, and of
// later versions what the page lists. What it does not list is refused, though the runtime may have some of it.

const words = (text: string) => text.trim().split(/\s+/);

/** Global names. `Function` and `eval` are there and throw. */
export const globals: ReadonlySet<string> = new Set(
  words(`
  Array ArrayBuffer Boolean Buffer DataView Date Error EvalError Float32Array Float64Array Infinity Int16Array Int32Array
  Int8Array InternalError JSON Math NaN Number Object Promise RangeError ReferenceError RegExp String Symbol SyntaxError
  TextDecoder TextEncoder TypeError URIError Uint16Array Uint32Array Uint8Array Uint8ClampedArray arguments atob btoa
  console decodeURI decodeURIComponent encodeURI encodeURIComponent globalThis isFinite isNaN parseFloat parseInt
  require undefined`),
);

/** Properties of built-in objects, beside those that every function has. */
export const statics: Readonly<Record<string, ReadonlySet<string>>> = {
  Object: new Set(
    words(`
    create defineProperties defineProperty freeze getOwnPropertyDescriptor getOwnPropertyDescriptors getOwnPropertyNames
    getPrototypeOf isExtensible isFrozen isSealed keys preventExtensions seal assign entries values is setPrototypeOf
    prototype`),
  ),
  String: new Set(words("fromCharCode fromCodePoint prototype")),
  Array: new Set(words("isArray of prototype")),
  Promise: new Set(words("all allSettled any reject resolve race prototype")),
  JSON: new Set(words("parse stringify")),
  Symbol: new Set(words("for keyFor prototype")),
  Number: new Set(
    words(`
    EPSILON MAX_SAFE_INTEGER MIN_SAFE_INTEGER MAX_VALUE MIN_VALUE NaN NEGATIVE_INFINITY POSITIVE_INFINITY isFinite
    isInteger isNaN isSafeInteger parseInt parseFloat prototype`),
  ),
  console: new Set(words("log")),
};

/** Methods of strings, arrays and the like that ES 6 and later brought and the page does not list. */
export const missingMethods: ReadonlySet<string> = new Set(
  words(`
  at findLast findLastIndex flat flatMap localeCompare matchAll normalize toReversed toSorted toSpliced
  isWellFormed toWellFormed`),
);

/** Modules: `import` of cloudfront, `require` of the others. */
export const modules: ReadonlySet<string> = new Set(words("cloudfront crypto querystring buffer"));

/** Kinds of syntax, as ESTree names them, that the page does not list. */
export const missingSyntax: Readonly<Record<string, string>> = {
  ArrayPattern: "destructuring",
  ObjectPattern: "destructuring",
  AssignmentPattern: "a default value of a parameter",
  SpreadElement: "spread",
  ClassDeclaration: "a class",
  ClassExpression: "a class",
  ForOfStatement: "for…of",
  YieldExpression: "a generator",
  ChainExpression: "optional chaining",
  ImportExpression: "import()",
  MetaProperty: "import.meta",
  TaggedTemplateExpression: "a tagged template",
  BigInt: "a big integer",
  PrivateIdentifier: "a private name",
  ExportNamedDeclaration: "export",
  ExportDefaultDeclaration: "export default",
  ExportAllDeclaration: "export",
};
