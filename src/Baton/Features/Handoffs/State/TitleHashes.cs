using System.Buffers.Binary;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Baton.Storage.Search;

namespace Baton.Features.Handoffs.State;

/// <summary>Titles without regard to case and spaces. A short number stands for one in the index.</summary>
internal static class TitleHashes
{
    internal static long Of(string title) =>
        BinaryPrimitives.ReadInt64LittleEndian(SHA256.HashData(Encoding.UTF8.GetBytes(Plain(title))));

    internal static bool AreAlike(string one, string other) => Plain(one) == Plain(other);

    private static string Plain(string title) =>
        string.Concat(
            Spelling
                .Plain(title)
                .EnumerateRunes()
                .Where(rune => !Rune.IsWhiteSpace(rune) && Rune.GetUnicodeCategory(rune) != UnicodeCategory.Format)
        );
}
