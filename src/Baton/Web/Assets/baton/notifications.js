// Notifications.
'use strict';
(() => {
  // While a page is open: the count in its tab, and on the desktop for whoever asked for that on the page of notifications.
  const desktop = () => 'Notification' in window && Notification.permission === 'granted' && localStorage.getItem('desktop') === 'on';
  const offerDesktop = () => {
    const place = document.querySelector('[data-desktop]');
    if (!place || !('Notification' in window)) return;
    const button = place.querySelector('button');
    const show = () => {
      place.hidden = false;
      button.textContent = desktop() ? place.dataset.off : place.dataset.on;
      place.querySelector('[data-blocked]').hidden = Notification.permission !== 'denied';
    };
    button.addEventListener('click', async () => {
      if (desktop()) localStorage.removeItem('desktop');
      else if (await Notification.requestPermission() === 'granted') {
        localStorage.setItem('desktop', 'on');
        hear(); // what comes from now on is shown, and nothing from before
      }
      show();
    });
    show();
  };
  const showTold = told => {
    const bell = document.querySelector('[data-unread]');
    document.title = (told.count ? `(${told.count}) ` : '') + document.title.replace(/^\(\d+\+?\) /, '');
    bell.setAttribute('aria-label', told.words);
    bell.querySelector('.dot')?.remove();
    if (told.count) bell.append(Object.assign(document.createElement('span'), { className: 'dot', ariaHidden: 'true' }));
    const newest = Math.max(0, ...told.items.map(item => item.id));
    const known = Number(localStorage.getItem('told') ?? newest); // Of several tabs, one shows it.
    localStorage.setItem('told', Math.max(known, newest));
    for (const item of desktop() ? told.items.filter(item => item.id > known) : []) {
      const shown = new Notification(item.title, { body: item.text, tag: `baton-${item.id}` });
      shown.onclick = () => { window.open(item.url, '_blank', 'noopener'); shown.close(); };
    }
  };
  const hear = async () => {
    if (!document.querySelector('[data-unread]')) return;
    const answer = await fetch('/notifications/latest', { redirect: 'error' }).catch(() => null);
    if (answer?.ok) showTold(await answer.json());
  };
  setInterval(hear, 30000);
  offerDesktop();
})();
