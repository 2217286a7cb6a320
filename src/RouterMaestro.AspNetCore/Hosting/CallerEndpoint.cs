namespace RouterMaestro.AspNetCore.Hosting;

/// <summary>Marks the endpoints that are for callers, so that the start can find those that are open to everyone.</summary>
internal sealed class CallerEndpoint
{
    private CallerEndpoint()
    {
    }

    public static CallerEndpoint Mark { get; } = new();
}
