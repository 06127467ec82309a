using Baton.Core;
using Baton.Features.Organization;
using Baton.Storage;
using Microsoft.EntityFrameworkCore;

namespace Baton.Features.Settings;

/// <summary>An admin wants no more of the first steps; nobody sees them again.</summary>
internal static class SkipFirstRun
{
    internal static async Task<Outcome<Setting>> RunAsync(
        BatonDb db,
        RequestContext context,
        CancellationToken cancellationToken
    )
    {
        if (!context.Caller.IsAdmin)
            return SettingsRules.OnlyAdmins;
        await db.LockDirectoryAsync(cancellationToken);
        if (
            await db.Settings.SingleOrDefaultAsync(row => row.Name == SettingNames.FirstRun, cancellationToken) is
            { } before
        )
            return before;
        var skipped = db
            .Settings.Add(
                new Setting
                {
                    Name = SettingNames.FirstRun,
                    Value = FirstRun.Skipped,
                    ChangedBy = context.Caller.Person,
                    ChangedAt = context.Now,
                }
            )
            .Entity;
        await db.SaveChangesAsync(cancellationToken);
        return skipped;
    }
}
