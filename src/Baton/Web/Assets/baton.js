// Everything works without this; with it, faults get the focus and keys move through lists.
'use strict';
(() => {
  const fault = document.querySelector('[data-focus]');
  if (fault) fault.focus();
})();
