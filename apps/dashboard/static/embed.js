/**
 * <sitecast-player channel="k-park"></sitecast-player>
 *
 * Puts a channel's player and progress card into any page. It only makes an <iframe>; everything in it comes from the
 * host this file was loaded from, sets no cookie, and reaches nothing of the page around it.
 *
 *   <script src="https://HOST/embed.js" defer></script>
 *   <sitecast-player channel="k-park" lang="kk" theme="dark"></sitecast-player>
 *
 * Attributes: `channel` (needed), `lang` (kk, ru, en, ko, zh), `theme` (light, dark), `label` (the frame's accessible
 * name). Policy of the page around it: `script-src https://HOST; frame-src https://HOST`, nothing inline. The channel's
 * list of allowed origins must hold the page's origin.
 */
(() => {
  // A classic script: it needs no CORS answer, and it knows its own address while it runs.
  const host = new URL(document.currentScript.src).origin;
  const names = ['channel', 'lang', 'theme', 'label'];
  const startHeightPx = 420;
  const maxHeightPx = 4000;

  class SitecastPlayer extends HTMLElement {
    static observedAttributes = names;
    #frame = null;
    #onMessage = (event) => this.#fit(event);

    connectedCallback() {
      if (this.#frame) return;
      const frame = document.createElement('iframe');
      frame.setAttribute('allow', 'fullscreen');
      frame.setAttribute('loading', 'lazy');
      frame.setAttribute('referrerpolicy', 'strict-origin-when-cross-origin');
      frame.setAttribute('sandbox', 'allow-scripts allow-same-origin allow-popups allow-popups-to-escape-sandbox');
      // Set through the object model, which a policy without inline styles allows.
      Object.assign(frame.style, { display: 'block', width: '100%', height: `${startHeightPx}px`, border: '0' });
      this.#frame = frame;
      this.#point();
      this.append(frame);
      window.addEventListener('message', this.#onMessage);
    }

    disconnectedCallback() {
      window.removeEventListener('message', this.#onMessage);
      this.#frame?.remove();
      this.#frame = null;
    }

    attributeChangedCallback() {
      if (this.#frame) this.#point();
    }

    #point() {
      const address = new URL(`/embed/${encodeURIComponent(this.getAttribute('channel') ?? '')}`, host);
      for (const name of ['lang', 'theme']) {
        const value = this.getAttribute(name);
        if (value) address.searchParams.set(name, value);
      }
      this.#frame.title = this.getAttribute('label') ?? 'Sitecast';
      if (this.#frame.src !== address.href) this.#frame.src = address.href;
    }

    #fit(event) {
      if (event.origin !== host || event.source !== this.#frame?.contentWindow) return;
      const { sitecast, heightPx } = event.data ?? {};
      if (sitecast !== 'height' || !Number.isFinite(heightPx)) return;
      this.#frame.style.height = `${Math.min(Math.max(heightPx, 120), maxHeightPx)}px`;
    }
  }

  customElements.get('sitecast-player') ?? customElements.define('sitecast-player', SitecastPlayer);
})();
