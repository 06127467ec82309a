using System.Text.Json;
using Baton.Features.Organization;
using Baton.Storage;
using Baton.Web.Pages;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using Microsoft.Extensions.Primitives;

namespace Baton.Features.Drafts;

/// <summary>
/// What somebody is typing into a form and has not submitted. It is theirs alone: nobody else reads it, and it counts
/// nowhere.
/// </summary>
internal sealed class FormDraft
{
    internal const int LongestTitle = 200;

    /// <summary>What a form carries that nobody typed.</summary>
    private static readonly string[] NotTyped = ["form", "do", DraftOf.Id, DraftOf.Seen, DraftOf.Tab, DraftOf.Turn];

    public long Id { get; init; }

    public required string PersonKey { get; init; }

    /// <summary>The path of the form.</summary>
    public required string Address { get; init; }

    /// <summary>What its author knows it by.</summary>
    public required string Title { get; set; }

    /// <summary>The inputs by name, each with its texts.</summary>
    public required string Content { get; set; }

    /// <summary>1, 2, 3…: another tab that saved meanwhile is known by it.</summary>
    public required int Version { get; set; }

    /// <summary>The opened page that saved it last; null: it did not say.</summary>
    public string? Tab { get; set; }

    /// <summary>When that page sent it, by its own clock: one that was overtaken on its way changes nothing.</summary>
    public long Turn { get; set; }

    public required DateTime SavedAt { get; set; }

    /// <summary>The path of what was made of it; its content is gone then.</summary>
    public string? Became { get; set; }

    internal Form ToForm() =>
        new(
            new FormCollection(
                JsonSerializer
                    .Deserialize<Dictionary<string, string[]>>(Content)!
                    .ToDictionary(input => input.Key, input => new StringValues(input.Value))
            )
        );

    internal static string ContentOf(Form form) =>
        JsonSerializer.Serialize(
            form.Fields.Keys.Except(NotTyped).ToDictionary(name => name, name => form.Texts(name))
        );
}

internal static class DraftTables
{
    extension(BatonDb db)
    {
        internal DbSet<FormDraft> FormDrafts => db.Set<FormDraft>();
    }
}

internal sealed class FormDraftTable : IEntityTypeConfiguration<FormDraft>
{
    public void Configure(EntityTypeBuilder<FormDraft> builder)
    {
        builder.ToTable("form_drafts");
        builder.HasOne<Person>().WithMany().HasForeignKey(draft => draft.PersonKey).OnDelete(DeleteBehavior.Cascade);
        builder.HasIndex(draft => new { draft.PersonKey, draft.SavedAt });
        builder.HasIndex(draft => draft.SavedAt);
        builder.HasIndex(draft => new { draft.PersonKey, draft.Tab }).IsUnique().HasFilter("tab IS NOT NULL");
    }
}
