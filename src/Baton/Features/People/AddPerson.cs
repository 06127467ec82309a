using Baton.Client;
using Baton.Features.Organization;
using Baton.Features.Templates;
using Baton.Features.Templates.Fields;
using Baton.Storage;
using Microsoft.EntityFrameworkCore;

namespace Baton.Features.People;

/// <summary>
/// Makes a person. Whoever calls vouches that the address is theirs: an admin or an operator typed it, their
/// invitation bore it, or their company's sign-in did.
/// </summary>
internal static class AddPerson
{
    internal static async Task<Outcome<Person>> RunAsync(
        BatonDb db,
        DateTime now,
        string key,
        string name,
        string email,
        bool admin,
        CancellationToken cancellationToken
    )
    {
        if (Faults(key, name, email) is { Count: > 0 } faults)
            return Refusal.Invalid(faults);
        if (await db.People.AnyAsync(row => row.Key == key, cancellationToken))
            return new Refusal(
                409,
                "taken",
                "Taken",
                $"There is already a person {key}. Choose another key, for example {key}-2."
            );
        if (await ProvedAddresses.AreTakenForWriteAsync(db, email, null, cancellationToken))
            return new Refusal(
                409,
                ProvedAddresses.Taken,
                "Taken",
                $"Another person already has the address {email.Trim()}."
            );
        var person = db
            .People.Add(
                new Person
                {
                    Key = key,
                    Name = name.Trim(),
                    Email = email.Trim(),
                    EmailProvedAt = now,
                    IsAdmin = admin,
                    CreatedAt = now,
                }
            )
            .Entity;
        await db.SaveChangesAsync(cancellationToken);
        return person;
    }

    internal static List<FieldError> Faults(string key, string name, string email)
    {
        var faults = new List<FieldError>();
        if (!TemplateFile.IsKey(key))
            faults.Add(
                new FieldError(
                    "key",
                    "rule",
                    "A key must begin with a lower-case letter, followed by up to 63 lower-case "
                        + "letters, digits, _ or -, for example sam."
                )
            );
        else if (PersonKeys.IsReserved(key))
            faults.Add(
                new FieldError(
                    "key",
                    "reserved",
                    $"'{key}' is reserved for Baton itself. Choose another key, for example {key}-1."
                )
            );
        if (Blank.Is(name) || name.Length > 200)
            faults.Add(new FieldError("name", "rule", "name must have 1 to 200 characters."));
        if (!EmailField.IsAddress(email))
            faults.Add(
                new FieldError(
                    "email",
                    "rule",
                    $"'{email}' is not an email address. Enter one such as sam@example.org."
                )
            );
        return faults;
    }
}
