import type { Page } from 'playwright-core';

/** A browser that sends what it draws over WebRTC (RFC 9725), as a phone at a site would its camera. */
export interface WhipSender {
  /** Hangs up as it should. Answers the status. */
  leave(): Promise<number>;
}

/** Offers the camera's picture; throws where it is not taken. */
export async function startWhipSender(page: Page, camera: string, key: string): Promise<WhipSender> {
  const session = await page.evaluate(
    async (to) => {
      const canvas = document.createElement('canvas');
      [canvas.width, canvas.height] = [640, 360];
      const brush = canvas.getContext('2d');
      setInterval(() => {
        if (!brush) return;
        brush.fillStyle = '#2b4a5e';
        brush.fillRect(0, 0, 640, 360);
        brush.fillStyle = '#e8b04a';
        for (let column = 0; column < 16; column += 1) brush.fillRect(column * 40, 60 + ((column * 53) % 120), 18, 300);
        brush.fillStyle = '#ffffff';
        brush.fillRect((Date.now() / 8) % 640, 20, 40, 40);
      }, 40);
      const connection = new RTCPeerConnection();
      const [track] = canvas.captureStream(25).getVideoTracks();
      if (!track) throw new Error('nothing is drawn');
      connection.addTransceiver(track, { direction: 'sendonly' });
      connection.addTransceiver('audio', { direction: 'sendonly' });
      await connection.setLocalDescription();
      const headers = { authorization: `Bearer ${to.key}`, 'content-type': 'application/sdp' };
      const body = connection.localDescription?.sdp ?? '';
      const answer = await fetch(`/whip/${to.camera}`, { method: 'POST', headers, body });
      if (answer.status !== 201) throw new Error(`the offer was answered ${answer.status}: ${await answer.text()}`);
      await connection.setRemoteDescription({ type: 'answer', sdp: await answer.text() });
      return answer.headers.get('location') ?? '';
    },
    { camera, key },
  );
  return {
    leave: () =>
      page.evaluate(
        async (from) => {
          const headers = { authorization: `Bearer ${from.key}` };
          return (await fetch(from.session, { method: 'DELETE', headers })).status;
        },
        { session, key },
      ),
  };
}
