using Baton.Storage.Keys;
using Baton.Storage.Partitions;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.AspNetCore.DataProtection.KeyManagement;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace Baton.Storage;

internal static class StorageServices
{
    internal static IServiceCollection AddStorage(this IServiceCollection services, StorageOptions options)
    {
        services.AddSingleton(options);
        services.AddDataProtection().SetApplicationName("baton");
        services.AddSingleton<KeySeal>().AddSingleton<DataKeys>();
        services
            .AddOptions<KeyManagementOptions>()
            .Configure<DataKeys>((management, keys) => management.XmlRepository = keys);
        services.AddHostedService<PrepareKeys>();
        services.TryAddSingleton<ReadServerTime>(Inspection.ServerTimeAsync);
        services.AddSingleton<NodeClock>();
        services.AddSingleton<StoreModel>();
        var archive = new ArchiveReads();
        services.AddSingleton(archive);
        if (options.IsSqlite)
        {
            services.AddContexts(builder => UseSqlite(builder, options));
            services.AddSingleton<SqliteWriter>();
            services.AddSingleton<Writer>(provider => provider.GetRequiredService<SqliteWriter>());
        }
        else
        {
            services.AddContexts(builder => UsePostgres(builder, options, archive));
            services.AddSingleton<PostgresContexts>();
            services.AddSingleton<Writer, PostgresWriter>();
            if (options.Read is not null)
                services.AddSingleton<Standby>();
        }

        return services;
    }

    /// <summary>What a server hears of the others, and does for its store beside the requests.</summary>
    internal static IServiceCollection AddStoreWorkers(this IServiceCollection services, StorageOptions options) =>
        options.IsSqlite
            ? services.AddSingleton<Signals>()
            : services
                .AddSingleton<Signals>()
                .AddHostedService<PostgresSignals>()
                .AddSingleton<FirstStatistics>()
                .AddHostedService(provider => provider.GetRequiredService<FirstStatistics>());

    /// <summary>
    /// Contexts that know nothing of the server's services: with these the framework builds the model and compiles each
    /// query once for them, and once more for the writer's contexts, which have none.
    /// </summary>
    private static void AddContexts(this IServiceCollection services, Action<DbContextOptionsBuilder> use)
    {
        var builder = new DbContextOptionsBuilder<BatonDb>();
        use(builder);
        services.AddSingleton<IDbContextFactory<BatonDb>>(_ => new PooledDbContextFactory<BatonDb>(builder.Options));
        services.AddScoped<RequestStore>();
        services.AddScoped(provider => provider.GetRequiredService<RequestStore>().Take());
    }

    /// <summary>A context beside those of a server, for which the framework keeps the same model and queries.</summary>
    internal static BatonDb ContextOf(StorageOptions options)
    {
        var builder = new DbContextOptionsBuilder<BatonDb>();
        if (options.IsSqlite)
            UseSqlite(builder, options);
        else
            UsePostgres(builder, options, new ArchiveReads());
        return new BatonDb(builder.Options);
    }

    internal static void UseSqlite(DbContextOptionsBuilder builder, StorageOptions options) =>
        builder
            .UseSqlite(options.SqliteConnectionString)
            .UseSnakeCaseNamingConvention()
            .AddInterceptors(new SqlitePragmas());

    internal static void UsePostgres(DbContextOptionsBuilder builder, StorageOptions options, ArchiveReads archive) =>
        UsePostgres(builder, PostgresConnections.ForReads(options), archive);

    internal static DbContextOptionsBuilder WritesToPostgres(StorageOptions options, ArchiveReads archive)
    {
        var builder = new DbContextOptionsBuilder<BatonDb>();
        UsePostgres(builder, PostgresConnections.ForWrites(options), archive);
        return builder;
    }

    internal static DbContextOptionsBuilder ReadsOfStandby(StorageOptions options, ArchiveReads archive)
    {
        var builder = new DbContextOptionsBuilder<BatonDb>();
        UsePostgres(builder, PostgresConnections.ForStandby(options), archive);
        return builder;
    }

    private static void UsePostgres(DbContextOptionsBuilder builder, string connectionString, ArchiveReads archive) =>
        builder
            .UseNpgsql(connectionString)
            .UseSnakeCaseNamingConvention()
            .AddInterceptors(new RowLocks(), new WaitingStatements(), archive);
}
