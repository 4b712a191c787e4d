// Checks the version of Node. The package's `engines` are those of the library, which older versions run too.

/** Error text if this Node is older than `least`, such as "20.12". */
export function tooOld(least: string): string | undefined {
  const { node } = process.versions;
  const [[major = 0, minor = 0], [leastMajor = 0, leastMinor = 0]] = [node, least].map((version) => version.split(".").map(Number)) as [number[], number[]];
  const isOld = major < leastMajor || (major === leastMajor && minor < leastMinor);
  return isOld ? `this command needs Node ${least} or newer, and this is Node ${node}; install a newer one from https://nodejs.org` : undefined;
}
