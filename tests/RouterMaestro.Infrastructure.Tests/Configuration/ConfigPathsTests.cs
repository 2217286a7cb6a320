using RouterMaestro.Infrastructure.Configuration;

namespace RouterMaestro.Infrastructure.Tests.Configuration;

public sealed class ConfigPathsTests
{
    [Fact]
    public void The_home_folder_is_the_default()
    {
        var paths = ConfigPaths.FromEnvironment(Environment(("HOME", "/home/ann")), isWindows: false);

        Assert.Equal("/home/ann/.config/router-maestro/providers.json", paths.ProvidersFile);
        Assert.Equal("/home/ann/.config/router-maestro/priorities.json", paths.PrioritiesFile);
        Assert.Equal("/home/ann/.config/router-maestro/contexts.json", paths.ContextsFile);
        Assert.Equal("/home/ann/.local/share/router-maestro/auth.json", paths.AuthFile);
        Assert.Equal("/home/ann/.local/share/router-maestro/server.json", paths.ServerFile);
    }

    [Fact]
    public void Xdg_variables_move_the_folders()
    {
        var paths = ConfigPaths.FromEnvironment(
            Environment(("HOME", "/home/ann"), ("XDG_CONFIG_HOME", "/etc/ann"), ("XDG_DATA_HOME", "/var/ann")), isWindows: false);

        Assert.Equal(new ConfigPaths("/etc/ann/router-maestro", "/var/ann/router-maestro"), paths);
    }

    [Theory]
    [InlineData("")]
    [InlineData("relative/folder")]
    public void A_relative_path_in_an_xdg_variable_counts_as_absent(string value)
    {
        var paths = ConfigPaths.FromEnvironment(Environment(("HOME", "/home/ann"), ("XDG_CONFIG_HOME", value)), isWindows: false);

        Assert.Equal("/home/ann/.config/router-maestro", paths.ConfigDirectory);
    }

    [Fact]
    public void On_windows_both_folders_are_the_local_application_data()
    {
        var paths = ConfigPaths.FromEnvironment(Environment(("LOCALAPPDATA", "/local"), ("HOME", "/home/ann")), isWindows: true);

        Assert.Equal(new ConfigPaths("/local/router-maestro", "/local/router-maestro"), paths);
    }

    private static Func<string, string?> Environment(params (string Name, string Value)[] variables) =>
        name => variables.FirstOrDefault(v => v.Name == name).Value;
}
