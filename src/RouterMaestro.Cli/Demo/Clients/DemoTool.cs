namespace RouterMaestro.Cli.Demo.Clients;

/// <summary>A tool of the demo, which takes one text.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Description">What it does.</param>
/// <param name="Parameter">The name of what it takes.</param>
internal sealed record DemoTool(string Name, string Description, string Parameter);
