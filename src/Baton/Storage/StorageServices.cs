using Microsoft.AspNetCore.DataProtection;
using Microsoft.EntityFrameworkCore;

namespace Baton.Storage;

internal static class StorageServices
{
    internal static IServiceCollection AddStorage(this IServiceCollection services, StorageOptions options)
    {
        services.AddSingleton(options);
        services
            .AddDataProtection()
            .SetApplicationName("baton")
            .PersistKeysToFileSystem(new DirectoryInfo(options.KeysDirectory));
        services.AddSingleton<StoreModel>();
        if (options.IsSqlite)
        {
            services.AddPooledDbContextFactory<BatonDb>(builder => UseSqlite(builder, options));
            services.AddSingleton<SqliteWriter>();
            services.AddSingleton<Writer>(provider => provider.GetRequiredService<SqliteWriter>());
        }
        else
        {
            services.AddPooledDbContextFactory<BatonDb>(builder => UsePostgres(builder, options));
            services.AddSingleton<PostgresContexts>();
            services.AddSingleton<Writer, PostgresWriter>();
        }

        return services;
    }

    internal static void UseSqlite(DbContextOptionsBuilder builder, StorageOptions options) =>
        builder
            .UseSqlite(options.SqliteConnectionString)
            .UseSnakeCaseNamingConvention()
            .AddInterceptors(new SqlitePragmas());

    internal static void UsePostgres(DbContextOptionsBuilder builder, StorageOptions options) =>
        UsePostgres(builder, PostgresConnections.ForReads(options));

    internal static DbContextOptionsBuilder WritesToPostgres(StorageOptions options)
    {
        var builder = new DbContextOptionsBuilder<BatonDb>();
        UsePostgres(builder, PostgresConnections.ForWrites(options));
        return builder;
    }

    private static void UsePostgres(DbContextOptionsBuilder builder, string connectionString) =>
        builder
            .UseNpgsql(connectionString)
            .UseSnakeCaseNamingConvention()
            .AddInterceptors(new RowLocks(), new WaitingStatements());
}
