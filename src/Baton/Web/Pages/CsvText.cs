using System.Globalization;
using System.Text;
using CsvHelper;

namespace Baton.Web.Pages;

/// <summary>Rows as CSV (RFC 4180). What a spreadsheet would take for a formula is marked as text.</summary>
internal static class CsvText
{
    private static readonly UTF8Encoding Utf8 = new(encoderShouldEmitUTF8Identifier: false);

    internal static byte[] Of(IEnumerable<IEnumerable<string?>> rows)
    {
        using var text = new StringWriter(CultureInfo.InvariantCulture);
        var options = new CsvWriterOptions { NewLine = "\r\n", Injection = CsvInjection.Escape };
        using (var csv = CsvWriter.Create(text, options, leaveOpen: true))
        {
            foreach (var row in rows)
                csv.WriteRecord([.. row]);
        }

        return Utf8.GetBytes(text.ToString());
    }
}
