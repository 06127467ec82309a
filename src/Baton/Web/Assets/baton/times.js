// Exact times.
'use strict';
(() => {
  // The exact time in the zone and the format of this browser, in the language of the page: made for what is pointed at.
  let exact;
  const exactly = () => {
    const language = document.documentElement.lang;
    const locale = navigator.languages.find(name => name.split('-')[0] === language.split('-')[0]) ?? language;
    return exact ??= new Intl.DateTimeFormat(locale, { dateStyle: 'full', timeStyle: 'short' });
  };
  document.addEventListener('pointerover', event => {
    const time = event.target.closest?.('time[title]');
    if (time?.dateTime.includes('T')) time.title = exactly().format(new Date(time.dateTime));
  });
})();
