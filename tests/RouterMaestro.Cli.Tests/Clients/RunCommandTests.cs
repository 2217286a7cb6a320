namespace RouterMaestro.Cli.Tests.Clients;

/// <summary>A client is started where the gateway would answer it.</summary>
public sealed class RunCommandTests
{
    [Theory]
    [InlineData("sk-wrong", null, 1)]
    [InlineData("sk-test", "sk-wrong", 0)]
    [InlineData("sk-test", null, 0)]
    public async Task A_key_that_the_gateway_refuses_ends_the_command_before_the_client_starts(string? key, string? adminKey, int code)
    {
        await using var stage = await ClientHome.StartAsync();
        var (started, program) = (stage.PathOf("started"), stage.PathOf("bin/claude"));
        TestHome.Write(program, $"#!/bin/sh\ntouch '{started}'\n");
        if (!OperatingSystem.IsWindows())
        {
            File.SetUnixFileMode(program, UnixFileMode.UserRead | UnixFileMode.UserExecute);
        }

        stage.Home.WriteContext(null, stage.Address, "team");
        stage.Home.Variables["PATH"] = stage.PathOf("bin");
        (stage.Home.Variables["ROUTER_MAESTRO_API_KEY"], stage.Home.Variables["ROUTER_MAESTRO_ADMIN_KEY"]) = (key, adminKey);

        Assert.Equal(code, await stage.Home.RunAsync("run", "claude-code"));
        Assert.Equal(code == 0, File.Exists(started));
        Assert.Equal(code != 0, stage.Home.Error.Contains("refuses the key of ROUTER_MAESTRO_API_KEY", StringComparison.Ordinal));
    }
}
