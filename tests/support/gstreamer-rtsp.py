"""A real RTSP server that is not ours: GStreamer's. Prints one JSON line when it listens, ends when its input ends."""

import argparse
import json
import sys
import threading

import gi

gi.require_version("Gst", "1.0")
gi.require_version("GstRtsp", "1.0")
gi.require_version("GstRtspServer", "1.0")
from gi.repository import GLib, Gst, GstRtsp, GstRtspServer  # noqa: E402


CODECS = ["h264", "h265", "jpeg", "audio", "sound"]


def parse_arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser()
    parser.add_argument("--port", default="0")
    parser.add_argument("--pattern", default="ball")
    parser.add_argument("--size", default="320x192")
    parser.add_argument("--codec", choices=CODECS, default="h264")
    parser.add_argument("--user", default="")
    parser.add_argument("--auth", choices=["none", "basic", "digest"], default="none")
    parser.add_argument("--transport", choices=["tcp", "udp"], default="tcp")
    parser.add_argument("--certificate", default="")
    return parser.parse_args()


def describe_pipeline(codec: str, pattern: str, size: str) -> str:
    width, height = size.split("x")
    form = f"video/x-raw,format=I420,width={width},height={height},framerate=25/1"
    picture = f"videotestsrc is-live=true pattern={pattern} ! {form}"
    if codec == "jpeg":
        return f"( {picture} ! jpegenc ! rtpjpegpay name=pay0 pt=26 )"
    if codec == "h265":
        encoder = "x265enc speed-preset=ultrafast tune=zerolatency key-int-max=25 bitrate=800"
        return f"( {picture} ! {encoder} ! rtph265pay name=pay0 pt=96 config-interval=1 )"
    sound = "audiotestsrc is-live=true ! audio/x-raw,rate=8000,channels=1 ! alawenc ! rtppcmapay"
    if codec == "audio":
        return f"( {sound} name=pay0 pt=8 )"
    encoder = "x264enc tune=zerolatency speed-preset=ultrafast key-int-max=25 bitrate=800"
    heard = f" {sound} name=pay1 pt=8" if codec == "sound" else ""
    return f"( {picture} ! {encoder} ! rtph264pay name=pay0 pt=96 config-interval=1{heard} )"


def make_auth(kind: str, user: str, password: str, certificate: str) -> GstRtspServer.RTSPAuth:
    auth = GstRtspServer.RTSPAuth()
    if certificate:
        from gi.repository import Gio

        auth.set_tls_certificate(Gio.TlsCertificate.new_from_file(certificate))
    if kind == "none":
        anonymous = GstRtspServer.RTSPToken()
        anonymous.set_string(GstRtspServer.RTSP_TOKEN_MEDIA_FACTORY_ROLE, "viewer")
        auth.set_default_token(anonymous)
        return auth
    token = GstRtspServer.RTSPToken()
    token.set_string(GstRtspServer.RTSP_TOKEN_MEDIA_FACTORY_ROLE, "viewer")
    method = GstRtsp.RTSPAuthMethod.DIGEST if kind == "digest" else GstRtsp.RTSPAuthMethod.BASIC
    auth.set_supported_methods(method)
    if kind == "digest":
        auth.add_digest(user, password, token)
    else:
        auth.add_basic(GstRtspServer.RTSPAuth.make_basic(user, password), token)
    return auth


def main() -> None:
    arguments = parse_arguments()
    # The password comes on the input, as no secret stands on a command line, not even a test's.
    password = sys.stdin.readline().rstrip("\n")
    Gst.init(None)
    server = GstRtspServer.RTSPServer()
    server.set_address("127.0.0.1")
    server.set_service(arguments.port)
    guarded = arguments.auth != "none" or arguments.certificate

    def make_factory(codec: str) -> GstRtspServer.RTSPMediaFactory:
        factory = GstRtspServer.RTSPMediaFactory()
        factory.set_launch(describe_pipeline(codec, arguments.pattern, arguments.size))
        factory.set_shared(True)
        udp = arguments.transport == "udp"
        factory.set_protocols(GstRtsp.RTSPLowerTrans.UDP if udp else GstRtsp.RTSPLowerTrans.TCP)
        if guarded:
            permissions = GstRtspServer.RTSPPermissions()
            permissions.add_permission_for_role("viewer", "media.factory.access", True)
            permissions.add_permission_for_role("viewer", "media.factory.construct", True)
            factory.set_permissions(permissions)
        return factory

    if guarded:
        server.set_auth(make_auth(arguments.auth, arguments.user, password, arguments.certificate))
    server.get_mount_points().add_factory("/camera", make_factory(arguments.codec))
    if server.attach(None) == 0:
        sys.exit("the port is taken")
    print(json.dumps({"event": "listening", "port": server.get_bound_port()}), flush=True)
    loop = GLib.MainLoop()

    def switch(codec: str) -> bool:
        """Somebody set the camera to another codec: it ends its sessions, and its address describes the new one."""
        mounts = server.get_mount_points()
        mounts.remove_factory("/camera")
        mounts.add_factory("/camera", make_factory(codec))
        server.client_filter(lambda _server, _client: GstRtspServer.RTSPFilterResult.REMOVE)
        return False

    def wait_for_end() -> None:
        for line in sys.stdin:
            if line.startswith("codec "):
                GLib.idle_add(switch, line.split()[1])
        GLib.idle_add(loop.quit)

    threading.Thread(target=wait_for_end, daemon=True).start()
    loop.run()


main()
