package com.fabrikam.app;

import static org.junit.Assert.assertEquals;

import org.junit.Test;

public class ReportTest {
    @Test
    public void greetsWithTheTextOfThePrivateArtifact() throws Exception {
        assertEquals("{\"greeting\":\"Hello Maven, from the private feed\"}", Report.json("maven"));
        System.out.println(Report.greeting("maven"));
    }
}
