/** Where a camera pushes to over WebRTC, with its key as bearer (WHIP1, RFC 9725). */
export const whipPaths = {
  /** POST of an offer (`application/sdp`) is answered 201 with the answer. */
  camera: (camera: string) => `/whip/${camera}`,
  /** DELETE ends it. */
  session: (camera: string, session: string) => `/whip/${camera}/${session}`,
} as const;
