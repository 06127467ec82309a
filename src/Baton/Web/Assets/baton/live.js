// Pages that hear of changes.
'use strict';
(() => {
  const { $, main, say, dress, read, parts, take, writing } = baton;
  // A page that shows what may change reads itself again when it did, unless somebody is writing in it: then it says so.
  const renew = async () => {
    const answer = await fetch(location.href, { headers: { Accept: 'text/html' } });
    if (!answer.ok || answer.redirected) { location.assign(answer.redirected ? answer.url : location.href); return; } // no form is sent again
    const fresh = await read(answer);
    const names = from => [...parts(from).keys()].join();
    if (parts(document).size > 0 && names(document) === names(fresh)) { document.title = fresh.title; take(fresh, null); listen(); return; }
    const held = document.activeElement?.closest('[data-keys]') ? document.activeElement.getAttribute('href') : null;
    main().replaceChildren(...fresh.getElementById('main').childNodes);
    document.title = fresh.title;
    document.body.dataset.live = fresh.body.dataset.live;
    dress();
    if (held) $('[data-keys] a.what').find(link => link.getAttribute('href') === held)?.focus();
    listen();
  };
  const offer = () => {
    if (document.querySelector('.fresh')) return;
    const link = document.createElement('a');
    link.className = 'fresh btn primary'; link.href = location.href; link.textContent = say(document.body.dataset.live === 'work' ? 'There is something new. Reload' : 'This handoff has changed. Reload');
    link.setAttribute('role', 'status');
    main().append(link);
  };
  // Once nothing is left that is being written, the page may follow.
  document.addEventListener('input', () => { if (document.querySelector('.fresh[href]') && !busy()) renew(); });
  let source = null;
  const listen = () => {
    document.querySelector('.fresh')?.remove();
    const [what, id, version] = (document.body.dataset.live ?? '').split(' ');
    if (!what || document.hidden) return;
    source?.close();
    source = new EventSource(what === 'work' ? '/live/work' : `/live/handoffs/${id}?version=${version}`);
    source.addEventListener('changed', () => { hush(); if (busy()) offer(); else renew(); });
  };
  // What is ticked, or opened to be chosen from, would be gone.
  const busy = () => writing() || document.querySelector('.pick:checked, main details.menu[open]') !== null;
  const hush = () => { source?.close(); source = null; };
  // Of many handoffs nobody knows which changed while nobody listened.
  const again = () => {
    if (document.body.dataset.live !== 'work' || busy()) { listen(); return; }
    renew().catch(error => { if (!(error instanceof TypeError)) throw error; }); // comes back with the connection
  };
  document.addEventListener('visibilitychange', () => { if (document.hidden) hush(); else again(); });
  window.addEventListener('online', again);
  Object.assign(baton, { listen, hush });
  listen();
})();
