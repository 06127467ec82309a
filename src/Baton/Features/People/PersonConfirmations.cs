using Baton.Features.Organization;
using Baton.Web.Pages;

namespace Baton.Features.People;

/// <summary>What follows from what an admin does with a person.</summary>
internal static class PersonConfirmations
{
    private const string Back = "/people";

    internal static Confirmation Deactivate(Catalog catalog, string key, IReadOnlyList<string> follows)
    {
        var name = catalog.NameOfPerson(key);
        return new Confirmation(
            T("Deactivate {0}?", name),
            [
                T(
                    "{0} can no longer sign in, and their tokens stop working. What they did stays in the history.",
                    name
                ),
                .. follows,
            ],
            $"/people/{key}/active",
            T("Deactivate"),
            Back
        )
        {
            Label = T("Deactivate: {0}", key),
            Fields = [("active", "false")],
        };
    }

    internal static Confirmation Admin(Catalog catalog, string key) =>
        catalog.People[key].IsAdmin ? RemoveAdmin(catalog, key) : MakeAdmin(catalog, key);

    internal static Confirmation Password(Catalog catalog, string key)
    {
        var name = catalog.NameOfPerson(key);
        return new Confirmation(
            T("Reset the password of {0}?", name),
            [
                T("Baton creates a link with which {0} sets a new password. Earlier links stop working.", name),
                T("The present password works until the link is used. Then {0} is signed out everywhere.", name),
            ],
            $"/people/{key}/link",
            T("Reset password"),
            Back
        )
        {
            Label = T("Reset password: {0}", key),
            Destroys = false,
        };
    }

    internal static Confirmation SecondFactor(Catalog catalog, string key)
    {
        var name = catalog.NameOfPerson(key);
        return new Confirmation(
            T("Remove the second factor of {0}?", name),
            [
                T("{0} signs in with their password alone until they set up a second factor again.", name),
                T("Their recovery codes stop working. Make sure that it is really {0} who asks for it.", name),
            ],
            $"/people/{key}/second-factor",
            T("Remove second factor"),
            Back
        )
        {
            Label = T("Remove second factor: {0}", key),
        };
    }

    private static Confirmation MakeAdmin(Catalog catalog, string key)
    {
        var name = catalog.NameOfPerson(key);
        return new Confirmation(
            T("Make {0} an admin?", name),
            [
                T("{0} will see every handoff of every team.", name),
                T("{0} can change people, teams, templates and settings, and make or remove admins.", name),
            ],
            $"/people/{key}/admin",
            T("Make admin"),
            Back
        )
        {
            Label = T("Make admin: {0}", key),
            Fields = [("admin", "true")],
            Destroys = false,
        };
    }

    private static Confirmation RemoveAdmin(Catalog catalog, string key)
    {
        var name = catalog.NameOfPerson(key);
        var left = catalog.People.Values.Count(person =>
            person.IsAdmin && person.Key != key && person.DeactivatedAt is null
        );
        return new Confirmation(
            T("Remove {0} as admin?", name),
            [
                T("{0} sees only the handoffs of their own teams from now on.", name),
                T("{0, plural, =0 {No admin is left} one {# admin is left} other {# admins are left}}.", left),
            ],
            $"/people/{key}/admin",
            T("Remove admin"),
            Back
        )
        {
            Label = T("Remove admin: {0}", key),
            Fields = [("admin", "false")],
        };
    }
}
