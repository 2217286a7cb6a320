using System.Text;
using Cocona;

namespace RouterMaestro.Cli.Commands;

/// <summary>The options by which a context gets its keys.</summary>
internal sealed record ContextKeys(
    [Option('k', ValueName = "KEY", Description = "Its key. Other users of the machine may see it: --stdin is safer.")] string? ApiKey = null,
    [Option(ValueName = "KEY", Description = "The key of its admin routes, if it has one.")] string? AdminKey = null,
    [Option("stdin", Description = "Read the key from standard input.")] bool FromInput = false) : ICommandParameterSet
{
    // a record would print the keys
    private bool PrintMembers(StringBuilder builder)
    {
        builder.Append("FromInput = ").Append(FromInput);
        return true;
    }
}
