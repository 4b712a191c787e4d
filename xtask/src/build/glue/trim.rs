//! What wasm-bindgen writes for every page, and this package does not need.

use anyhow::{Result, bail};
use oxc::allocator::Allocator;
use oxc::ast::ast::{BindingPattern, Statement};
use oxc::parser::Parser;
use oxc::span::{GetSpan, SourceType, Span};

use super::edit::{Edit, apply, range};

/// A statement at the top of the JavaScript, and what stands here in its place.
struct Known {
    /// What it declares; of several names, the first.
    name: &'static str,
    /// How wasm-bindgen writes it, but for white space. A new wasm-bindgen that writes it otherwise is to be looked
    /// at before it ships.
    written: &'static str,
    here: &'static str,
}

/// The browsers in question are those that can run the module at all, which has reference types: Chromium 96,
/// Firefox 79, Safari 15.
const KNOWN: &[Known] = &[
    // npm/loader.js instantiates.
    Known {
        name: "wasmModule",
        written: "let wasmModule, wasmInstance, wasm;",
        here: "let wasm;",
    },
    Known {
        name: "__wbg_finalize_init",
        written: "function __wbg_finalize_init(instance, module) {
            wasmInstance = instance;
            wasm = instance.exports;
            wasmModule = module;
            cachedDataViewMemory0 = null;
            cachedUint8ArrayMemory0 = null;
            wasm.__wbindgen_start();
            return wasm;
        }",
        here: "function __wbg_finalize_init(instance) {
            wasm = instance.exports;
            cachedDataViewMemory0 = null;
            cachedUint8ArrayMemory0 = null;
            wasm.__wbindgen_start();
        }",
    },
    // Wraps a function once, when the imports are made, instead of at each call; script.rs writes its uses.
    Known {
        name: "handleError",
        written: "function handleError(f, args) {
            try {
                return f.apply(this, args);
            } catch (e) {
                const idx = addToExternrefTable0(e);
                wasm.__wbindgen_exn_store(idx);
            }
        }",
        here: "function handleError(f) {
            return (...args) => {
                try {
                    return f(...args);
                } catch (e) {
                    wasm.__wbindgen_exn_store(addToExternrefTable0(e));
                }
            };
        }",
    },
    // wasm.rs takes `__wbindgen_realloc` out of the module, so `realloc` is undefined.
    Known {
        name: "passStringToWasm0",
        written: "function passStringToWasm0(arg, malloc, realloc) {
            if (realloc === undefined) {
                const buf = cachedTextEncoder.encode(arg);
                const ptr = malloc(buf.length, 1) >>> 0;
                getUint8ArrayMemory0().subarray(ptr, ptr + buf.length).set(buf);
                WASM_VECTOR_LEN = buf.length;
                return ptr;
            }
            let len = arg.length;
            let ptr = malloc(len, 1) >>> 0;
            const mem = getUint8ArrayMemory0();
            let offset = 0;
            for (; offset < len; offset++) {
                const code = arg.charCodeAt(offset);
                if (code > 0x7F) break;
                mem[ptr + offset] = code;
            }
            if (offset !== len) {
                if (offset !== 0) {
                    arg = arg.slice(offset);
                }
                ptr = realloc(ptr, len, len = offset + arg.length * 3, 1) >>> 0;
                const view = getUint8ArrayMemory0().subarray(ptr + offset, ptr + len);
                const ret = cachedTextEncoder.encodeInto(arg, view);
                offset += ret.written;
                ptr = realloc(ptr, len, offset, 1) >>> 0;
            }
            WASM_VECTOR_LEN = offset;
            return ptr;
        }",
        here: "function passStringToWasm0(arg, malloc) {
            const buf = cachedTextEncoder.encode(arg);
            const ptr = malloc(buf.length, 1) >>> 0;
            getUint8ArrayMemory0().set(buf, ptr);
            WASM_VECTOR_LEN = buf.length;
            return ptr;
        }",
    },
    // Safari's TextDecoder fails after two gigabytes, which this module never decodes.
    Known {
        name: "decodeText",
        written: "function decodeText(bytes) {
            numBytesDecoded += bytes.length;
            if (numBytesDecoded >= MAX_SAFARI_DECODE_BYTES) {
                cachedTextDecoder = new TextDecoder('utf-8', { ignoreBOM: true });
                cachedTextDecoder.decode();
                numBytesDecoded = bytes.length;
            }
            return cachedTextDecoder.decode(bytes);
        }",
        here: "function decodeText(bytes) { return cachedTextDecoder.decode(bytes); }",
    },
    // A function that JavaScript was given for good ends with the page. Were it to end when nothing refers to it, a
    // subscription would end because nobody kept the function that ends it.
    Known {
        name: "CLOSURE_DTORS",
        written: "const CLOSURE_DTORS = (typeof FinalizationRegistry === 'undefined')
            ? { register: () => {}, unregister: () => {} }
            : new FinalizationRegistry(state => wasm.__wbindgen_destroy_closure(state.a, state.b));",
        here: "",
    },
    Known {
        name: "makeClosure",
        written: "function makeClosure(arg0, arg1, f) {
            const state = { a: arg0, b: arg1, cnt: 1 };
            const real = (...args) => {
                // First up with a closure we increment the internal reference
                // count. This ensures that the Rust closure environment won't
                // be deallocated while we're invoking it.
                state.cnt++;
                try {
                    return f(state.a, state.b, ...args);
                } finally {
                    real._wbg_cb_unref();
                }
            };
            real._wbg_cb_unref = () => {
                if (--state.cnt === 0) {
                    wasm.__wbindgen_destroy_closure(state.a, state.b);
                    state.a = 0;
                    CLOSURE_DTORS.unregister(state);
                }
            };
            CLOSURE_DTORS.register(real, state, state);
            return real;
        }",
        here: "function makeClosure(arg0, arg1, f) {
            const state = { a: arg0, b: arg1, cnt: 1 };
            const real = (...args) => {
                state.cnt++;
                try {
                    return f(state.a, state.b, ...args);
                } finally {
                    real._wbg_cb_unref();
                }
            };
            real._wbg_cb_unref = () => {
                if (--state.cnt === 0) {
                    wasm.__wbindgen_destroy_closure(state.a, state.b);
                    state.a = 0;
                }
            };
            return real;
        }",
    },
    Known {
        name: "makeMutClosure",
        written: "function makeMutClosure(arg0, arg1, f) {
            const state = { a: arg0, b: arg1, cnt: 1 };
            const real = (...args) => {
                // First up with a closure we increment the internal reference
                // count. This ensures that the Rust closure environment won't
                // be deallocated while we're invoking it.
                state.cnt++;
                const a = state.a;
                state.a = 0;
                try {
                    return f(a, state.b, ...args);
                } finally {
                    state.a = a;
                    real._wbg_cb_unref();
                }
            };
            real._wbg_cb_unref = () => {
                if (--state.cnt === 0) {
                    wasm.__wbindgen_destroy_closure(state.a, state.b);
                    state.a = 0;
                    CLOSURE_DTORS.unregister(state);
                }
            };
            CLOSURE_DTORS.register(real, state, state);
            return real;
        }",
        here: "function makeMutClosure(arg0, arg1, f) {
            const state = { a: arg0, b: arg1, cnt: 1 };
            const real = (...args) => {
                state.cnt++;
                const a = state.a;
                state.a = 0;
                try {
                    return f(a, state.b, ...args);
                } finally {
                    state.a = a;
                    real._wbg_cb_unref();
                }
            };
            real._wbg_cb_unref = () => {
                if (--state.cnt === 0) {
                    wasm.__wbindgen_destroy_closure(state.a, state.b);
                    state.a = 0;
                }
            };
            return real;
        }",
    },
    // A memory that grew has another buffer: one question says all that the three do.
    Known {
        name: "getDataViewMemory0",
        written: "function getDataViewMemory0() {
            if (cachedDataViewMemory0 === null || cachedDataViewMemory0.buffer.detached === true || \
             (cachedDataViewMemory0.buffer.detached === undefined && cachedDataViewMemory0.buffer !== wasm.memory.buffer)) {
                cachedDataViewMemory0 = new DataView(wasm.memory.buffer);
            }
            return cachedDataViewMemory0;
        }",
        here: "function getDataViewMemory0() {
            if (cachedDataViewMemory0 === null || cachedDataViewMemory0.buffer !== wasm.memory.buffer) {
                cachedDataViewMemory0 = new DataView(wasm.memory.buffer);
            }
            return cachedDataViewMemory0;
        }",
    },
];

/// What starts the module in wasm-bindgen's own ways.
const REMOVED: &[&str] = &["__wbg_load", "initSync", "__wbg_init_promise", "__wbg_init", "__wbg_init_once"];

/// What npm/loader.js uses instead: `imports` for `WebAssembly.instantiate`, and `attach(instance)` after it.
const EXPORTS: &str = "export { __wbg_get_imports as imports, __wbg_finalize_init as attach };";

/// The types of [`EXPORTS`].
pub(in crate::build) const TYPES: &str = "
export const imports: WebAssembly.Imports;
export function attach(instance: WebAssembly.Instance): void;
";

/// The JavaScript without those parts.
pub(super) fn trim(source: &str) -> Result<String> {
    let allocator = Allocator::default();
    let parsed = Parser::new(&allocator, source, SourceType::mjs()).parse();
    if let Some(error) = parsed.diagnostics.iter().next() {
        bail!("the glue is not valid JavaScript: {error}");
    }
    let mut edits = Vec::new();
    let mut removed = Vec::new();
    let mut exports = 0;
    for statement in &parsed.program.body {
        let span = statement.span();
        if let Statement::ExportNamedDeclaration(_) = statement {
            exports += 1;
            edits.push(Edit::replace(span, EXPORTS));
        }
        let Some(name) = declared(statement) else { continue };
        if REMOVED.contains(&name) {
            removed.push(name);
            edits.push(Edit::replace(span, ""));
        }
        if let Some(known) = KNOWN.iter().find(|known| known.name == name) {
            check(known, source, span)?;
            edits.push(Edit::replace(span, known.here));
        }
    }
    if let Some(missing) = REMOVED.iter().find(|name| !removed.contains(name)) {
        bail!("the glue has no `{missing}`; is it of the target `web`?");
    }
    if exports != 1 {
        bail!("the glue has {exports} statements `export {{ … }}` where one is known");
    }
    Ok(apply(source, parsed.program.span, &edits))
}

/// The first name that a statement declares.
fn declared<'a>(statement: &Statement<'a>) -> Option<&'a str> {
    match statement {
        Statement::FunctionDeclaration(function) => function.name().map(|name| name.as_str()),
        Statement::VariableDeclaration(variables) => match &variables.declarations.first()?.id {
            BindingPattern::BindingIdentifier(id) => Some(id.name.as_str()),
            _ => None,
        },
        _ => None,
    }
}

/// Fails when the statement is not the one that was looked at.
fn check(known: &Known, source: &str, span: Span) -> Result<()> {
    let written = source.get(range(span)).unwrap_or_default();
    if !written.split_whitespace().eq(known.written.split_whitespace()) {
        bail!(
            "wasm-bindgen writes `{}` in another way than glue/trim.rs knows; look at what is new in it:\n{written}",
            known.name
        );
    }
    Ok(())
}
