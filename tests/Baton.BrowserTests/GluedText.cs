using Microsoft.Playwright;

namespace Baton.BrowserTests;

/// <summary>
/// Words that touch, such as “completed itjust now”: Razor drops the white space beside its blocks of code. What a
/// person would see is measured, so that no markup is excused and none is suspected.
/// </summary>
internal static class GluedText
{
    private const string Find = """
        () => {
          const skip = 'script, style, pre, code, textarea, select, svg, .vh, .skip, .prose';
          const isRead = text => text.data.trim() !== '' && text.parentElement.checkVisibility()
            && !text.parentElement.closest(skip);
          const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT,
            text => isRead(text) ? NodeFilter.FILTER_ACCEPT : NodeFilter.FILTER_SKIP);
          const boxOf = (text, at) => {
            const range = document.createRange();
            range.setStart(text, at);
            range.setEnd(text, at + 1);
            return range.getBoundingClientRect();
          };
          const found = [];
          let left = null;
          for (let right = walker.nextNode(); right; left = right, right = walker.nextNode()) {
            if (!left) continue;
            const end = left.data.trimEnd().length - 1;
            const start = right.data.search(/\S/);
            if (!/[\p{L}\p{N}.,:;!?)]/u.test(left.data[end]) || !/[\p{L}\p{N}(“]/u.test(right.data[start])) continue;
            const [before, after] = [boxOf(left, end), boxOf(right, start)];
            const gap = after.left - before.right;
            if (Math.abs(before.bottom - after.bottom) < 7 && gap > -3 && gap < 1)
              found.push(`${left.data.trim().slice(-40)}|${right.data.trim().slice(0, 40)}`);
          }
          return found;
        }
        """;

    internal static Task<string[]> FindAsync(IPage page) => page.EvaluateAsync<string[]>(Find);
}
