//! The launchers of `launcher.rs`, from a module of their own that is loaded on demand.

use std::cell::Cell;
use std::rc::Rc;

use js_sys::Function;
use wasm_bindgen::JsValue;

use crate::web::cells;
use crate::web::object::{self, Arg::Js, Arg::Text};
use crate::web::promise::when_settled;

thread_local! {
    /// Imports that module: `{showLaunchers(url, attributes, clicked): () => void}`.
    static IMPORT: Cell<JsValue> = const { Cell::new(JsValue::UNDEFINED) };
}

/// Makes `import` the source of that module.
pub(crate) fn attach(import: Function) {
    IMPORT.set(import.into());
}

/// The launchers, while there are any.
#[derive(Default)]
pub(super) struct Launchers(Cell<Option<Rc<Cell<JsValue>>>>);

impl Launchers {
    /// See `launcher.rs`; `otherwise` is called where that module does not load.
    pub(super) fn show(
        &self,
        url: String,
        attributes: &JsValue,
        clicked: &Function,
        otherwise: impl FnOnce() + 'static,
    ) {
        self.remove();
        let shown = Rc::new(Cell::new(JsValue::UNDEFINED));
        let wanted = Rc::downgrade(&shown);
        self.0.set(Some(shown));
        let (attributes, clicked) = (attributes.clone(), clicked.clone());
        let import = IMPORT.with(cells::copy);
        let come = object::value(object::try_apply(&import, &JsValue::UNDEFINED, &[]));
        when_settled(
            &come,
            Box::new(move |failed, module| {
                // They may have been removed meanwhile.
                let Some(shown) = wanted.upgrade() else { return };
                if failed || !module.is_object() {
                    return otherwise();
                }
                let arguments = [Text(&url), Js(&attributes), Js(&clicked)];
                shown.set(object::call(&module, "showLaunchers", &arguments));
            }),
        );
    }

    /// See `launcher.rs`.
    pub(super) fn remove(&self) {
        if let Some(shown) = self.0.take() {
            let end = shown.take();
            if end.is_function() {
                object::value(object::try_apply(&end, &JsValue::UNDEFINED, &[]));
            }
        }
    }
}
