// Types of *.hbs imports: scripts/hbs.js turns a template into a render function at build and under Jest.
declare module "*.hbs" {
  const render: (view: object) => string;
  export default render;
}
