using RouterMaestro.Cli.Demo.Staging;
using Spectre.Console;

namespace RouterMaestro.Cli.Demo.Steps;

/// <summary>Prints the progress and the result of the demo.</summary>
internal sealed class DemoReport(IAnsiConsole console)
{
    private const int LabelWidth = 10;
    private bool _isInText;

    /// <summary>Says what is about to be shown.</summary>
    public void Open(DemoStage stage)
    {
        console.MarkupLine("[bold]RouterMaestro demo[/]: a gateway and three simulated providers, on this machine.");
        console.MarkupLineInterpolated($"Gateway {Root(stage.Address)}, OpenAI {Root(stage.OpenAI.Address)}, Anthropic {Root(stage.Anthropic.Address)},");
        console.MarkupLineInterpolated($"GitHub and GitHub Copilot {Root(stage.Copilot.Address)}");

        static string Root(Uri address) => address.Authority;
    }

    /// <summary>Opens a step.</summary>
    public void Begin(int number, IDemoStep step)
    {
        console.WriteLine();
        console.MarkupLineInterpolated($"[bold]{number,2}  {step.Client.Name} client, {step.Provider.Name} provider: {step.Subject}[/]");
    }

    /// <summary>Shows a request line.</summary>
    public void Request(string label, string path, string? model, bool isStreamed)
    {
        Label(label);
        console.MarkupLineInterpolated($"POST [blue]{path}[/] {model}{(isStreamed ? ", streamed" : "")}");
    }

    /// <summary>Shows a piece of a response's text at once.</summary>
    public void Text(string text)
    {
        if (!_isInText)
        {
            Label("response");
            _isInText = true;
        }

        console.Write(new Text(text, new Style(Color.Green)));
    }

    /// <summary>Ends the line of a response's text, if there was one.</summary>
    public void EndText()
    {
        if (_isInText)
        {
            console.WriteLine();
            _isInText = false;
        }
    }

    /// <summary>Shows a line.</summary>
    public void Row(string label, string text)
    {
        Label(label);
        console.WriteLine(text);
    }

    /// <summary>Closes a step, with a line for each fault.</summary>
    public void End(DemoOutcome outcome)
    {
        EndText();
        foreach (var fault in outcome.Faults)
        {
            Label("FAIL", "red");
            console.MarkupLineInterpolated($"[red]{fault}[/]");
        }
    }

    private void Label(string label, string style = "dim") => console.Markup($"    [{style}]{label.PadRight(LabelWidth)}[/]");
}
