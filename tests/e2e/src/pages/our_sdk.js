import * as loader from "/dist/index.js";
import * as sdk from "/dist/messenger-js-sdk.js";
Object.assign(window, { loader, sdk });
