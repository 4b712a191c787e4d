// What the core exports, without what starts it.
export {
  attach,
  boot,
  call,
  diagnose,
  on,
  refreshToken,
  routeUpdate,
  shutdown,
  state,
  update,
  version,
} from "../../pkg/core.js";
