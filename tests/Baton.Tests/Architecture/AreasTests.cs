using Mono.Cecil;

namespace Baton.Tests.Architecture;

/// <summary>
/// Areas depend on each other in one direction. <see cref="Areas.Order"/> is that direction, so that there can be no
/// cycle; what goes against it fails here with the types that do.
/// </summary>
public sealed class AreasTests
{
    [Fact]
    public void Areas_name_only_areas_below_them()
    {
        using var program = Arrows.Read(typeof(Hosting.BatonHost));
        Assert.Equal("", Report(WrongOf(program)));
    }

    [Fact]
    public void Every_type_is_in_an_area()
    {
        using var program = Arrows.Read(typeof(Hosting.BatonHost));
        var strangers = program
            .Types.Where(type => type.Namespace.StartsWith("Baton.", StringComparison.Ordinal))
            .Where(type => Areas.Of(type.Namespace) is null)
            .Select(type => type.FullName);
        Assert.Empty(strangers);
    }

    [Fact]
    public void Only_the_storage_knows_the_engine()
    {
        using var program = Arrows.Read(typeof(Hosting.BatonHost));
        var knowing = Arrows
            .Of(program)
            .Where(arrow => Areas.Of(arrow.From.Namespace) is not (null or "Storage"))
            .Where(arrow => arrow.To.Namespace is "Microsoft.Data.Sqlite" or "Npgsql" or "SQLitePCL")
            .Select(arrow => arrow.ToString())
            .Distinct();
        Assert.Empty(knowing);
        var asking = Arrows.CallersOf(program, "get_IsSqlite").Select(type => Areas.Of(type.Namespace)).Distinct();
        Assert.Equal(["Storage"], asking);
    }

    private static ILookup<(string From, string To), Arrow> WrongOf(ModuleDefinition program) =>
        (
            from arrow in Arrows.Of(program)
            where ReferenceEquals(arrow.To.Scope, program)
            let source = Areas.Of(arrow.From.Namespace)
            let target = Areas.Of(Arrows.Outermost(arrow.To.Resolve()).Namespace)
            where source is not null && target is not null && !Areas.MayName(source, target)
            select (source, target, arrow)
        ).ToLookup(wrong => (wrong.source, wrong.target), wrong => wrong.arrow);

    private static string Report(ILookup<(string From, string To), Arrow> wrong) =>
        string.Join(
            "\n",
            wrong.Select(arrows =>
                $"{arrows.Key.From} may not name {arrows.Key.To}: "
                + string.Join(", ", arrows.Select(arrow => arrow.ToString()).Distinct())
            )
        );
}
