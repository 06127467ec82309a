using Baton.Features.Doctor;
using Baton.Hosting;
using Baton.Storage;
using Baton.Tests.App;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;

namespace Baton.Tests.Features.Doctor;

/// <summary>Plants a fault behind the program's back, and asks the doctor.</summary>
internal static class Checkup
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    /// <summary>A time as the engine writes it.</summary>
    internal static string HoursAgo(Engine engine, int hours, DateTime now) =>
        engine == Engine.Sqlite ? $"{now.AddHours(-hours).Ticks}" : $"'{now.AddHours(-hours):O}'";

    internal static Task<int> PlantAsync(BatonApp app, string sql) =>
        app.ReadAsync(db => db.Database.ExecuteSqlRawAsync(sql));

    internal static async Task PlantAsync(IServiceProvider services, string sql)
    {
        await using var db = await services
            .GetRequiredService<IDbContextFactory<BatonDb>>()
            .CreateDbContextAsync(Cancel);
        await db.Database.ExecuteSqlRawAsync(sql, Cancel);
    }

    internal static Task<string> FoundAsync(BatonApp app, string check) => FoundAsync(app.Services, check);

    /// <summary>The findings of a check, a line each; each says what to do.</summary>
    internal static async Task<string> FoundAsync(IServiceProvider services, string check, long? free = null)
    {
        var report = (await ReportAsync(services, free: free)).Checks.Single(candidate => candidate.Check == check);
        Assert.All(report.Findings, finding => Assert.NotEmpty(finding.Todo));
        return string.Join('\n', report.Findings.Select(finding => $"{finding.Severity}: {finding.Found}"));
    }

    internal static Task<DoctorReport> ReportAsync(IServiceProvider services, bool repair = false, long? free = null)
    {
        var now = services.GetRequiredService<TimeProvider>().GetUtcNow().UtcDateTime;
        var examination = free is { } bytes
            ? new Examination(services) { Now = now, FreeBytes = _ => bytes }
            : new Examination(services) { Now = now };
        return Examine.RunAsync(examination, repair, Cancel);
    }

    internal static ServiceProvider Provider(StorageOptions storage, TimeProvider? time = null)
    {
        var configuration = new ConfigurationBuilder().Build();
        var services = new ServiceCollection().AddLogging().AddSingleton<IConfiguration>(configuration);
        if (time is not null)
            services.AddSingleton(time);
        return BatonHost.AddCore(services, storage, configuration).BuildServiceProvider();
    }
}
