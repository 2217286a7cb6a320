namespace RouterMaestro.Testing;

/// <summary>A tool call that a client got.</summary>
/// <param name="Id">The call's id.</param>
/// <param name="Name">The tool's name.</param>
/// <param name="Arguments">The arguments as JSON text, <c>{}</c> for a Messages stream that sent none; of a custom tool, its input.</param>
public sealed record ObservedToolCall(string Id, string Name, string Arguments)
{
    /// <summary>Gets whether the tool is one that takes free text.</summary>
    public bool IsCustom { get; init; }
}
