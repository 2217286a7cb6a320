namespace RouterMaestro.Cli.Demo.Clients;

/// <summary>A question, independent of the protocol.</summary>
/// <param name="Model">The model.</param>
/// <param name="System">The instructions.</param>
/// <param name="Text">What the user says.</param>
internal sealed record DemoQuestion(string Model, string System, string Text)
{
    /// <summary>Gets whether the response is streamed.</summary>
    public bool IsStreamed { get; init; }

    /// <summary>Gets a picture beside the text: PNG, as base64.</summary>
    public string? Picture { get; init; }

    /// <summary>Gets the tool that the model may call.</summary>
    public DemoTool? Tool { get; init; }

    /// <summary>Gets the call that the model made, and what came of it, for the second question about it.</summary>
    public DemoToolResult? ToolResult { get; init; }
}
