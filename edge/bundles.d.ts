// Types of *.bundle imports: the build and Jest hand over the text, bundled, that CloudFront or another process runs.
declare module "*.bundle" {
  const code: string;
  export default code;
}
