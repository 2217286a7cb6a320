namespace RouterMaestro.Cli.Demo;

/// <summary>A question, in no dialect yet.</summary>
/// <param name="Model">The model that is asked.</param>
/// <param name="System">The instructions.</param>
/// <param name="Text">The question.</param>
/// <param name="IsStreamed">Whether the answer is wanted piece by piece.</param>
internal sealed record DemoQuestion(string Model, string System, string Text, bool IsStreamed);
