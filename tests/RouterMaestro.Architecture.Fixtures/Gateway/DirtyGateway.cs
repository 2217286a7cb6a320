namespace RouterMaestro.Cli.Fixtures
{
    /// <summary>A program's own.</summary>
    internal sealed class CleanCommand
    {
        public static int Run() => 0;
    }
}

namespace RouterMaestro
{
    /// <summary>The composition knows no program that wraps it.</summary>
    internal sealed class DirtyGateway
    {
        public static int Start() => Cli.Fixtures.CleanCommand.Run();
    }
}
