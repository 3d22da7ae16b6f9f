// Types of *.edge.js imports: the build and Jest hand over a handler as text, which goes into a zip.
declare module "*.edge.js" {
  const source: string;
  export default source;
}
