using Baton.Client;
using Baton.Features.Organization;
using Baton.Storage;
using Microsoft.EntityFrameworkCore;

namespace Baton.Features.Templates.Publishing;

/// <summary>Makes the next version of a template. The same content again changes nothing.</summary>
internal static class PublishTemplate
{
    internal sealed record Result(TemplateVersion Template, bool NewVersion);

    /// <summary>The version of what is to be new.</summary>
    internal const int NotThere = 0;

    internal const int LongestNote = 500;

    /// <param name="db">The store.</param>
    /// <param name="context">Who publishes.</param>
    /// <param name="template">What is to be the newest version.</param>
    /// <param name="note">What changed, in the words of whoever publishes; null: nothing is said.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    internal static async Task<Outcome<Result>> RunAsync(
        BatonDb db,
        RequestContext context,
        Template template,
        string? note,
        CancellationToken cancellationToken
    )
    {
        if (RefuseNote(note) is { } tooLong)
            return tooLong;
        if (!context.Caller.Leads(template.ReceivingTeam))
            return Refusal.Forbidden(
                T(
                    "Only leads of the receiving team, {0}, and admins can publish {1}.",
                    template.ReceivingTeam,
                    template.Key
                )
            );
        var hash = TemplateContent.HashOf(template);
        var newest = await db
            .Templates.Where(row => row.Key == template.Key)
            .OrderByDescending(row => row.Version)
            .FirstOrDefaultAsync(cancellationToken);
        if (newest is not null && !context.Caller.Leads(newest.Content.ReceivingTeam))
            return Refusal.Forbidden(
                T(
                    "Only leads of the receiving team, {0}, and admins can publish {1}.",
                    newest.Content.ReceivingTeam,
                    template.Key
                )
            );
        if (newest?.ContentHash == hash)
            return new Result(Catalog.ToVersion(newest), NewVersion: false);
        if (context.IfMatch is { } seen && seen != (newest?.Version ?? NotThere))
            return newest is null ? Refusal.Stale(seen, NotThere) : Stale(template.Key, seen, newest);
        var published = new PublishedTemplate
        {
            Key = template.Key,
            Version = (newest?.Version ?? 0) + 1,
            Content = template,
            ContentHash = hash,
            PublishedBy = context.Caller.Person,
            PublishedAt = context.Now,
            Note = Blank.Is(note) ? null : note!.Trim(),
        };
        db.Templates.Add(published);
        await db.SaveChangesAsync(cancellationToken);
        return new Result(Catalog.ToVersion(published), NewVersion: true);
    }

    internal static Refusal? RefuseNote(string? note) =>
        note?.Trim().Length > LongestNote
            ? Refusal.Invalid("note", "rule", T("note may have at most {0} characters.", LongestNote))
            : null;

    private static Refusal Wrong(IReadOnlyList<FieldError> faults) =>
        new(
            422,
            "invalid-template",
            T("The template is wrong"),
            string.Join(" ", faults.Select(fault => $"{fault.Field}: {fault.Message}"))
        )
        {
            Errors = faults,
        };

    private static Refusal Stale(string key, int seen, PublishedTemplate newest)
    {
        var published = newest.PublishedBy is { } who
            ? T("version {0} was published by {1}", newest.Version, who)
            : T("version {0} exists", newest.Version);
        return Refusal.Stale(
            seen == NotThere
                ? T(
                    "There is already a template {0}: {1}. Read it first, then publish again to create the "
                        + "next version.",
                    key,
                    published
                )
                : T(
                    "{0} has changed since you read it: you have version {1}, {2}. Read the changes first, "
                        + "then publish again to create the next version.",
                    key,
                    seen,
                    published
                )
        );
    }

    /// <summary>The two that Baton starts with.</summary>
    internal static async Task PublishStartersAsync(BatonDb db, DateTime now, CancellationToken cancellationToken)
    {
        var known = await db.Templates.Select(row => row.Key).Distinct().ToListAsync(cancellationToken);
        foreach (var template in Starters.All.Where(template => !known.Contains(template.Key)))
            db.Templates.Add(
                new PublishedTemplate
                {
                    Key = template.Key,
                    Version = 1,
                    Content = template,
                    ContentHash = TemplateContent.HashOf(template),
                    PublishedAt = now,
                }
            );
        await db.SaveChangesAsync(cancellationToken);
    }

    /// <summary>A file that holds one template, for the key of the address.</summary>
    internal static Outcome<Template> ReadOne(
        string key,
        string text,
        IReadOnlyDictionary<string, TemplateVersion>? known = null
    )
    {
        var (templates, faults) = TemplateFile.Parse(text, known);
        if (faults.Count > 0)
            return Wrong(faults);
        if (templates.Count != 1)
            return Refusal.Invalid(
                "",
                "rule",
                T("The body must contain one template; it contains {0}.", templates.Count)
            );
        return templates[0].Key == key
            ? templates[0]
            : Refusal.Invalid(
                "key",
                "rule",
                T("key is {0}, but the address names {1}. Use the same key in both.", templates[0].Key, key)
            );
    }
}
