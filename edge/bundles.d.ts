// Types of *.bundle imports: the build and Jest hand over a handler, bundled, as the text that CloudFront runs.
declare module "*.bundle" {
  const code: string;
  export default code;
}
