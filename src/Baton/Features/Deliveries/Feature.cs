namespace Baton.Features.Deliveries;

internal static class Feature
{
    internal static void MapDeliveries(this RouteGroupBuilder api)
    {
    }
}
