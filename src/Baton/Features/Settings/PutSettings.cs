using Baton.Channels;
using Baton.Client;
using Baton.Core;
using Baton.Features.Organization;
using Baton.Storage;
using Microsoft.EntityFrameworkCore;

namespace Baton.Features.Settings;

/// <summary>Changes what the request names, for admins. One fault, and nothing is changed.</summary>
internal sealed class PutSettings(LiveSettings live, StoredMailServer mailServer)
{
    internal async Task<Outcome<SettingsRecord>> RunAsync(
        BatonDb db,
        RequestContext context,
        SettingsRequest request,
        CancellationToken cancellationToken
    )
    {
        if (!context.Caller.IsAdmin)
            return SettingsRules.OnlyAdmins;
        await db.LockDirectoryAsync(cancellationToken);
        var rows = await db.Settings.ToDictionaryAsync(row => row.Name, cancellationToken);
        var now = rows.ToDictionary(row => row.Key, row => row.Value.Value);
        var (wanted, faults) = SettingsRules.Check(request, now, live, mailServer);
        if (faults.Count > 0)
            return Refusal.Invalid(faults);
        foreach (var (name, value) in wanted)
            Set(db, rows, context, name, value);
        await db.SaveChangesAsync(cancellationToken);
        foreach (var (name, value) in wanted)
            now[name] = value ?? "";
        return SettingsRules.RecordOf(now.Where(setting => setting.Value.Length > 0).ToDictionary(), live);
    }

    private static void Set(
        BatonDb db,
        Dictionary<string, Setting> rows,
        RequestContext context,
        string name,
        string? value
    )
    {
        rows.TryGetValue(name, out var row);
        if (string.IsNullOrEmpty(value))
        {
            if (row is not null)
                db.Settings.Remove(row);
            return;
        }

        row ??= db
            .Settings.Add(
                new Setting
                {
                    Name = name,
                    Value = value,
                    ChangedBy = context.Caller.Person,
                    ChangedAt = context.Now,
                }
            )
            .Entity;
        if (row.Value == value)
            return;
        row.Value = value;
        row.ChangedBy = context.Caller.Person;
        row.ChangedAt = context.Now;
    }
}
