using System.Globalization;
using Baton.Features.Organization;
using Microsoft.Extensions.Caching.Memory;

namespace Baton.Web.Pages;

/// <summary>
/// Parts of pages that were drawn lately, of this process. A part is of one person in one language and of the catalog
/// as it is, and must say nothing else that its name does not hold. The token of its forms is put in for each answer.
/// </summary>
internal sealed class KeptMarkup : IDisposable
{
    /// <summary>So many characters are kept at most; what was looked at longest ago makes room.</summary>
    private const int Most = 4_000_000;

    private static readonly TimeSpan Unused = TimeSpan.FromMinutes(2);

    private readonly MemoryCache kept = new(new MemoryCacheOptions { SizeLimit = Most });

    internal string? Find(Reading reading, string name) => kept.Get<string>((reading, name));

    internal void Keep(Reading reading, string name, string markup) =>
        kept.Set(
            (reading, name),
            markup,
            new MemoryCacheEntryOptions { Size = name.Length + markup.Length, SlidingExpiration = Unused }
        );

    public void Dispose() => kept.Dispose();

    /// <param name="Directory">The catalog's version.</param>
    /// <param name="Person">Whose page it is.</param>
    /// <param name="Language">The language of its words.</param>
    /// <param name="Decimal">What stands before decimals.</param>
    /// <param name="Group">What stands between thousands.</param>
    internal sealed record Reading(long Directory, string Person, string Language, string Decimal, string Group)
    {
        internal static Reading Of(RequestContext context)
        {
            var language = CultureInfo.CurrentUICulture;
            return new Reading(
                context.Catalog.DirectoryVersion,
                context.Caller.Person,
                language.Name,
                language.NumberFormat.NumberDecimalSeparator,
                language.NumberFormat.NumberGroupSeparator
            );
        }
    }
}
