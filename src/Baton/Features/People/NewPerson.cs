using Baton.Client;
using Baton.Features.Organization;
using Baton.Features.Templates;
using Baton.Storage;
using Baton.Web.Pages;

namespace Baton.Features.People;

/// <summary>What somebody says of themselves when they come in.</summary>
internal sealed record NewPerson(string Key, string Name, string Email, string Password)
{
    /// <summary>Without a key of their own, theirs is made from their name.</summary>
    internal static NewPerson Of(Form form, Predicate<string> isTaken)
    {
        var name = form.Text("name").Trim();
        return new NewPerson(
            form.Optional("key")?.Trim() ?? KeyNames.FreeKeyOf(name, key => PersonKeys.IsReserved(key) || isTaken(key)),
            name,
            form.Text("email").Trim(),
            form.Text("password")
        );
    }

    internal IReadOnlyList<FieldError> PasswordFaults() => [.. Passwords.Faults(Password, Key, Name, Email)];

    /// <summary>The person and how they sign in, or every fault of both.</summary>
    internal async Task<Outcome<Account>> AddAsync(
        BatonDb db,
        DateTime now,
        bool isAdmin,
        Account account,
        IReadOnlyList<FieldError> passwordFaults,
        CancellationToken cancellationToken
    )
    {
        // A key that was to be made from a name which is missing is no fault of its own.
        var faults = AddPerson
            .Faults(Key, Name, Email)
            .Where(fault => fault.Field != "key" || Key.Length > 0 || !Blank.Is(Name))
            .Concat(passwordFaults)
            .ToList();
        if (faults.Count > 0)
            return Refusal.Invalid(faults);
        var added = await AddPerson.RunAsync(
            db,
            now,
            new PersonDraft(Key, Name, Email) { Admin = isAdmin },
            cancellationToken
        );
        if (added.Refused(out var refusal, out _))
            return refusal.Type == "taken"
                ? refusal with
                {
                    Errors = [new FieldError("key", "taken", refusal.Detail)],
                }
                : refusal;
        db.Accounts.Add(account);
        await db.SaveChangesAsync(cancellationToken);
        return account;
    }
}
