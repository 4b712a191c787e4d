//! Memory of a page after 1,000 boots and shutdowns.

use anyhow::Result;
use serde::Serialize;
use serde_json::json;

use crate::measure::{Bench, metric, number};

/// Number of boots before the first measurement, after which all permanent memory is allocated.
const WARM_UP: u32 = 20;

/// Memory before and after, in bytes.
#[derive(Clone, Copy, Debug, Serialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct Memory {
    pub(crate) boots: u32,
    pub(crate) wasm_before: f64,
    pub(crate) wasm_after: f64,
    pub(crate) heap_before: f64,
    pub(crate) heap_after: f64,
}

/// Makes the module's memory accessible.
const WATCH: &str = "WebAssembly.Instance = new Proxy(WebAssembly.Instance, {
  construct(Instance, given) {
    const instance = new Instance(...given);
    window.memory = Object.values(instance.exports).find((value) => value instanceof WebAssembly.Memory);
    return instance;
  },
});";

impl Bench {
    /// Boots and shuts down this many times, with the ES module.
    pub(crate) async fn memory(&mut self, boots: u32) -> Result<Memory> {
        let [network, ..] = self.networks;
        self.site.link.set(network);
        let window = self.chromium.open(network, &self.cookies).await?;
        let watch = json!({ "source": WATCH });
        self.chromium.cdp.send(&window.session, "Page.addScriptToEvaluateOnNewDocument", watch).await?;
        self.chromium.visit(&window, &self.site.url("module"), "accepted").await?;
        let mut looks = Vec::new();
        for times in [WARM_UP, boots] {
            let work = format!(
                "(async () => {{
                   const {{ token }} = await (await fetch('/api/messenger-token')).json();
                   for (let n = 0; n < {times}; n += 1) {{
                     await boot({{ appId: 'standin1', jwt: token }});
                     await shutdown();
                   }}
                   return {{ wasm: memory.buffer.byteLength }};
                 }})()"
            );
            let done = self.chromium.run(&window, &work).await?;
            self.chromium.cdp.forget();
            self.chromium.cdp.send(&window.session, "HeapProfiler.collectGarbage", json!({})).await?;
            let metrics =
                self.chromium.cdp.send(&window.session, "Performance.getMetrics", json!({})).await?;
            looks.push((number(&done, "wasm")?, metric(&metrics, "JSHeapUsedSize")?));
        }
        self.chromium.close(window).await?;
        let (wasm_before, heap_before) = looks.first().copied().unwrap_or_default();
        let (wasm_after, heap_after) = looks.last().copied().unwrap_or_default();
        Ok(Memory { boots, wasm_before, wasm_after, heap_before, heap_after })
    }
}
