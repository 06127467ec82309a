using System.Text;
using System.Text.Unicode;

namespace Baton.Commands;

/// <summary>Small files that a command reads in full; - is standard input.</summary>
internal static class Files
{
    private const int Largest = 1024 * 1024;

    internal static async Task<Outcome<string>> ReadAsync(string file, CancellationToken cancellationToken)
    {
        try
        {
            await using var stream =
                file == "-"
                    ? Console.OpenStandardInput()
                    : new FileStream(file, FileMode.Open, FileAccess.Read, FileShare.ReadWrite);
            using var bytes = new MemoryStream();
            var buffer = new byte[64 * 1024];
            while (await stream.ReadAsync(buffer, cancellationToken) is var read && read > 0 && bytes.Length <= Largest)
                bytes.Write(buffer, 0, read);
            return Text(file, bytes.ToArray());
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            return Refusal.Invalid(file, "unreadable", $"cannot be read: {exception.Message}");
        }
    }

    private static Outcome<string> Text(string file, byte[] bytes)
    {
        if (bytes.Length > Largest)
            return Refusal.Invalid(file, "too-large", "is larger than 1 MiB.");
        return Utf8.IsValid(bytes)
            ? Encoding.UTF8.GetString(bytes).TrimStart('\uFEFF')
            : Refusal.Invalid(file, "syntax", "is not UTF-8.");
    }
}
