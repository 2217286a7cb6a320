namespace RouterMaestro.Cli.Parsing;

/// <summary>Adds an example to the help of a command.</summary>
/// <param name="line">The command line.</param>
/// <param name="meaning">The effect, as a sentence.</param>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class ExampleAttribute(string line, string meaning) : Attribute
{
    public string Line => line;

    public string Meaning => meaning;
}
