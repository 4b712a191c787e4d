// A page of its own for one test: what goes wrong there for good is gone with it.

/** Runs the trial of this name in a frame, with an instance of this module that only the frame has. */
export const run_in_frame = async (trials, name) => {
  const wasm = performance.getEntriesByType("resource").find((entry) => entry.name.endsWith("_bg.wasm")).name;
  const frame = document.createElement("iframe");
  frame.srcdoc = "<!doctype html><title>trial</title>";
  const shown = new Promise((resolve) => frame.addEventListener("load", resolve, { once: true }));
  document.body.append(frame);
  await shown;
  try {
    const inside = frame.contentWindow;
    const failed = new Promise((_, reject) => {
      inside.addEventListener("error", (event) => reject(event.error ?? event.message));
      inside.addEventListener("unhandledrejection", (event) => reject(event.reason));
    });
    const load = `async (glue, wasm) => {
      const module = await import(glue);
      await module.default({ module_or_path: wasm });
      return module;
    }`;
    const module = await inside.eval(load)(wasm.replace("_bg.wasm", ".js"), wasm);
    await Promise.race([module[trials](name), failed]);
  } catch (error) {
    throw `${frame.contentWindow.panicked ?? ""} ${error}`;
  } finally {
    frame.remove();
  }
};

/** Keeps what a panic says for the page that shows the result. */
export const panicked = (message) => {
  window.panicked ??= message;
};
