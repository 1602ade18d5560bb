/** A setting that `cargo xtask test` gives. */
export function setting(name: string): string {
  const value = process.env[name];
  if (!value) throw new Error(`${name} is not set: run the browser tests by \`cargo xtask test --only e2e\``);
  return value;
}
