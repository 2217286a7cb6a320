namespace RouterMaestro.Domain.Chat;

/// <summary>Whether and which tool must be called. The family is closed.</summary>
public abstract record ToolChoice
{
    private ToolChoice()
    {
    }

    /// <summary>The model decides.</summary>
    public sealed record Auto : ToolChoice;

    /// <summary>No tool may be called.</summary>
    public sealed record None : ToolChoice;

    /// <summary>Some tool must be called.</summary>
    public sealed record Required : ToolChoice;

    /// <summary>This tool must be called.</summary>
    /// <param name="Name">The tool's name.</param>
    public sealed record Specific(string Name) : ToolChoice;
}
