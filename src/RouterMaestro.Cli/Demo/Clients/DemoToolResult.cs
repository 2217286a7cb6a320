using RouterMaestro.Testing.Observing;

namespace RouterMaestro.Cli.Demo.Clients;

/// <summary>What came of a tool call.</summary>
/// <param name="Call">The call, as the model made it.</param>
/// <param name="Result">What the tool gave.</param>
internal sealed record DemoToolResult(ObservedToolCall Call, string Result);
