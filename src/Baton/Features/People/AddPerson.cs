using Baton.Client;
using Baton.Core;
using Baton.Features.Organization;
using Baton.Features.Templates;
using Baton.Features.Templates.Fields;
using Baton.Storage;
using Microsoft.EntityFrameworkCore;

namespace Baton.Features.People;

/// <summary>Who is to be added.</summary>
internal sealed record PersonDraft(string Key, string Name, string Email)
{
    internal bool Admin { get; init; }

    internal PersonKind Kind { get; init; }

    internal string? Owner { get; init; }

    /// <summary>
    /// Whether whoever adds them vouches that the address is theirs: an admin or an operator typed it, their
    /// invitation bore it, or their company's sign-in did. Nobody signs in as an agent, so it has none of its own.
    /// </summary>
    internal bool IsProved { get; init; } = true;

    internal bool HoldsAddress => IsProved && Kind == PersonKind.Person;
}

/// <summary>Makes a person.</summary>
internal static class AddPerson
{
    internal static async Task<Outcome<Person>> RunAsync(
        BatonDb db,
        DateTime now,
        PersonDraft draft,
        CancellationToken cancellationToken
    )
    {
        var faults = Faults(draft.Key, draft.Name, draft.Email);
        faults.AddRange(await AgentRules.FaultsAsync(db, draft, cancellationToken));
        if (faults.Count > 0)
            return Refusal.Invalid(faults);
        if (await db.People.AnyAsync(row => row.Key == draft.Key, cancellationToken))
            return new Refusal(
                409,
                "taken",
                "Taken",
                T("There is already a person {0}. Choose another key, for example {0}-2.", draft.Key)
            );
        if (draft.HoldsAddress && await ProvedAddresses.AreTakenForWriteAsync(db, draft.Email, null, cancellationToken))
            return new Refusal(
                409,
                ProvedAddresses.Taken,
                "Taken",
                T("Another person already has the address {0}.", draft.Email.Trim())
            );
        var person = db.People.Add(PersonOf(draft, now)).Entity;
        await db.SaveChangesAsync(cancellationToken);
        return person;
    }

    private static Person PersonOf(PersonDraft draft, DateTime now) =>
        new()
        {
            Key = draft.Key,
            Name = draft.Name.Trim(),
            Email = draft.Email.Trim(),
            EmailProvedAt = draft.HoldsAddress ? now : null,
            IsAdmin = draft.Admin,
            Kind = draft.Kind,
            OwnerKey = draft.Owner,
            CreatedAt = now,
        };

    internal static List<FieldError> Faults(string key, string name, string email)
    {
        var faults = new List<FieldError>();
        if (!TemplateFile.IsKey(key))
            faults.Add(
                new FieldError(
                    "key",
                    "rule",
                    T(
                        "A key must begin with a lower-case letter, followed by up to 63 lower-case letters, "
                            + "digits, _ or -, for example sam."
                    )
                )
            );
        else if (PersonKeys.IsReserved(key))
            faults.Add(
                new FieldError(
                    "key",
                    "reserved",
                    T("''{0}' is reserved for Baton itself. Choose another key, for example {0}-1.", key)
                )
            );
        if (NameFault(name) is { } nameFault)
            faults.Add(nameFault);
        if (EmailFault(email) is { } emailFault)
            faults.Add(emailFault);
        return faults;
    }

    internal static FieldError? NameFault(string name) =>
        Blank.Is(name) ? new FieldError("name", "rule", T("Enter a name."))
        : name.Length > 200 ? new FieldError("name", "rule", T("Enter a name of at most 200 characters."))
        : null;

    /// <summary>A text that is far too long is not repeated.</summary>
    internal static FieldError? EmailFault(string email, string field = "email") =>
        EmailField.IsAddress(email)
            ? null
            : new FieldError(
                field,
                "rule",
                T(
                    "''{0}' is not an email address. Enter one such as sam@example.org.",
                    (email.Length > 200 ? email[..200] + "…" : email)
                )
            );
}
