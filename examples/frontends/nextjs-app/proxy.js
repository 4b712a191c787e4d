// What the application's own backend answers. It has to list this server's origin in ALLOWED_ORIGINS.
import { NextResponse } from "next/server";

export function proxy({ nextUrl: { pathname, search } }) {
  return NextResponse.rewrite(new URL(pathname + search, process.env.BACKEND));
}

export const config = { matcher: ["/login", "/logout", "/api/:path*"] };
