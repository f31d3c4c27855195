/** What a process needs to run here at all, and nothing that would configure Hookline. */
export function bareEnvironment(): Record<string, string> {
  const { PATH = '', TMPDIR, NODE_COMPILE_CACHE, SWC_NATIVE_BINDING_CACHE } = process.env;
  return {
    PATH,
    ...(TMPDIR && { TMPDIR }),
    ...(NODE_COMPILE_CACHE && { NODE_COMPILE_CACHE }),
    ...(SWC_NATIVE_BINDING_CACHE && { SWC_NATIVE_BINDING_CACHE }),
  };
}
