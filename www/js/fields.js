// @ts-check
// Fields to choose with.

import { make } from "./dom.js";

/**
 * A select with its label. A value that it has no name for, set elsewhere, is shown as it is.
 *
 * @param {string} label
 * @param {[string, string, ...unknown[]][]} options
 * @param {string} now
 * @param {(value: string, label: string) => void} onChange
 */
export function choose(label, options, now, onChange) {
  const id = label.toLowerCase().replace(/\W+/g, "-");
  const select = make("select", { id });
  const known = options.some(([value]) => value === now);
  for (const [value, name] of known ? options : [...options, [now, now]]) {
    select.append(make("option", { value: String(value), selected: value === now }, String(name)));
  }
  select.addEventListener("change", () => onChange(select.value, select.selectedOptions[0]?.label ?? select.value));
  return make("div", {}, make("label", { class: "above", for: id }, label), select);
}

/**
 * One choice of a few, all of them in sight. Set from elsewhere to a value that it does not have, none is chosen.
 *
 * @param {string} legend
 * @param {string} name
 * @param {[string, string][]} options Values with their labels.
 * @param {(value: string) => void} onChange
 * @param {string} [look] `choices` for a bar of equal parts, `chips` for as many lines as it takes.
 * @returns {{ field: HTMLFieldSetElement, set: (value: string) => void }}
 */
export function radios(legend, name, options, onChange, look = "choices") {
  const inputs = options.map(([value]) => make("input", { type: "radio", name, value }));
  const labels = options.map(([, label], index) => make("label", {}, /** @type {Node} */ (inputs[index]), label));
  for (const input of inputs) {
    input.addEventListener("change", () => onChange(input.value));
  }
  const field = make("fieldset", {}, make("legend", {}, legend), make("div", { class: look }, ...labels));
  const set = (/** @type {string} */ value) => {
    for (const input of inputs) {
      input.checked = input.value === value;
    }
  };
  return { field, set };
}
