// The loader with its wasm in a separate file, beside this module.
import { boot } from "intercom-messenger-loader/wasm";

boot({ appId: "standin1", jwtUrl: "/api/messenger-token" });
